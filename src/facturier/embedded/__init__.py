"""The supervisor of the embedded PostgreSQL: make, start, watch, stop, check, back up, restore, upgrade.

Start here: `home.default_home` says where data lives, `installed.embedded(home)` gives the `Cluster`,
`serving.serving(cluster)` a running one, and `address.Address` what a client needs to connect.
"""
