"""The life of a referral, from the numbered slip to the visitor's verdict."""
