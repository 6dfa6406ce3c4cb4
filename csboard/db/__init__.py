"""The only place that knows peewee."""
