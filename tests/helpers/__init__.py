"""What tests share: guards that every test runs under, fakes written by hand, and places of reference material."""
