"""`make bench`: how long the answers, the pages and the explorer take, beside other ways to run Python in a page."""
