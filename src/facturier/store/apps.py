from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "facturier.store"
    label = "store"
