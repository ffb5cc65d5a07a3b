"""What is known of a matter when its visitor sits there."""
