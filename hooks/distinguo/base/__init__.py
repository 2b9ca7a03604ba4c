"""Addresses, colors, digests, and problems with how they are told: what every other room is made with."""
