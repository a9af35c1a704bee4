"""Planswitch: eligibility answers and their documentation, generated from a catalogue of CSV files."""
