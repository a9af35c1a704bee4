"""Removes what a build wrote beside the site: `python3 tools/clean.py`. A file that was changed since stays."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(folder: Path) -> None:
    """Removes our files from ``hosting/``, and the folder when nothing else is in it."""
    from planswitch.pages.signature import is_signed

    for path in sorted(folder.glob("*")):
        if is_signed(path):
            path.unlink()
        else:
            print(f"{folder.name}/{path.name} stays: it is not as the build wrote it.")
    if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
        folder.rmdir()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "generator"))
    main(ROOT / "hosting")
