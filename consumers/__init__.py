"""The doors in: RabbitMQ through FastStream, and the embedded bus beside it. Doors recognise and hand on."""
