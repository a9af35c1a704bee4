"""Choosing plans in the explorer, as readers do."""

from __future__ import annotations

from playwright.sync_api import Page


def pick(page: Page, end: str, plan: str, *, typed: str = "") -> None:
    """Types a name into the box of the plan that is left (``from``) or wanted (``to``), and takes the plan.

    Args:
        plan: its id.
        typed: the name, where it is not the id.
    """
    page.locator(f"#ps-{end}").fill(typed or plan)
    page.locator(f'#ps-{end}-list [data-plan="{plan}"]').click()
