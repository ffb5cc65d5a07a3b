"""Documents: data in, PDF bytes out. The only place that knows reportlab."""
