"""Services beside the pages: notices of the day, the idle lock, backups, the barcode reader."""
