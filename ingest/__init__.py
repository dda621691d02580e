"""Bytes and SOAP in, frames out."""
