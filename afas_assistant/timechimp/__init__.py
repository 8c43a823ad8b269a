"""TimeChimp as this program sees it: both generations of its public API behind one interface."""
