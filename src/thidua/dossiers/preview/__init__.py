"""The preview of a list as the page draws it: the user's own columns and row numbers, flags, the chosen cell."""

from thidua.dossiers.preview.columns import choices_in, columns_shown
from thidua.dossiers.preview.sheet import PAGE, SheetView, editable, key_of, sheet_of, value_of

__all__ = [
    "PAGE",
    "SheetView",
    "choices_in",
    "columns_shown",
    "editable",
    "key_of",
    "sheet_of",
    "value_of",
]
