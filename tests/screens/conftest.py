import pytest

from ui import theme


@pytest.fixture(scope="session")
def qapp(qapp):
    theme.dress(qapp)
    return qapp


@pytest.fixture
def show(qtbot):
    """show(widget) → the same widget, in a window that is active and painted."""

    kept = []  # qtbot holds its widgets weakly

    def one(widget, width=900, height=700):
        kept.append(widget)
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        return widget

    yield one
    kept.clear()
