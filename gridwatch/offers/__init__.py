"""What is offered beside webhooks: CAP, MQTT, a digest. Off unless the settings ask for it."""
