"""The office's rules, one module a topic. No Qt, no driver, no reportlab."""
