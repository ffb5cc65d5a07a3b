"""What works beside the pages: notices of the day, the lock, backups, the barcode reader."""
