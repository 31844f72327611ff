"""The only folder that knows Dagster: assets, checks, partitions, resources."""
