"""Forms that are drawn from a settings type: connections and routes share them."""
