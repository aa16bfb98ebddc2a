"""Views of the room: load what may be seen, bind a form, call one action, render."""
