"""The cache of tests on a Redis that others use at the same time, other test processes among them."""

from django.core.cache.backends.redis import RedisCache


class OwnKeysCache(RedisCache):
    """Clearing forgets the keys of this process only: Django's own way empties the whole database of Redis."""

    def clear(self) -> None:
        """Delete every key that begins with this process's prefix."""
        client = self._cache.get_client(None, write=True)
        own = list(client.scan_iter(match=f"{self.key_prefix}:*"))
        if own:
            client.delete(*own)
