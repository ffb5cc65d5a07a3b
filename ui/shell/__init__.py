"""The window around the pages: navigation, status strip, overlays."""
