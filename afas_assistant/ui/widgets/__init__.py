"""The parts that pages are made of. Each renders its own texts, colours and sizes again when those change."""
