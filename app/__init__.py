"""The office's rules, one module a topic. No Qt, no driver, no reportlab."""

VERSION = "0.1.0"
