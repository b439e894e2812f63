"""What a PDF says."""

from __future__ import annotations

import subprocess
import unicodedata
from pathlib import Path


def pdf_words(pdf: Path) -> str:
    """Words that are text in a PDF, without blanks. Qt writes some characters as their radicals,
    which NFKC takes back, and no digit that follows a Latin letter."""
    found = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout
    return "".join(unicodedata.normalize("NFKC", found.decode("utf-8")).split())
