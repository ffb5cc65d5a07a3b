"""What a follow-up clerk works from."""
