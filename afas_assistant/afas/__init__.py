"""Speaking with AFAS Profit: addresses, tokens, the REST client and the one SOAP call that has no REST form.

Nothing is imported here, so that a caller pays for what it uses: the address module needs no HTTP client.
"""
