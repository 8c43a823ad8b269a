"""Mappings: which words of TimeChimp are which ones of AFAS, accepted by a person, proposed with a reason."""
