/** Whether what arrives belongs to the page: once a site has been updated, an open page meets files of another edition. */

/** Whether a file that was part of the site is no longer. @param {number} status */
export const vanished = (status) => [404, 410].includes(status);
