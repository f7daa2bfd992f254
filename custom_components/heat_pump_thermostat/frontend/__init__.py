"""What a browser loads: the card, its tile features, badges and dashboards."""
