"""The two clients."""

from userview_client.generated.async_methods import AsyncMethods
from userview_client.generated.methods import Methods


class Client(Methods):
    """UserView's REST API, one method for each operation.

    ```python
    with Client("https://userview.example.com", secret_key) as userview:
        for visitor in userview.iter_visitors(search="online"):
            print(visitor["nickname"], visitor["last_url"])
    ```
    """


class AsyncClient(AsyncMethods):
    """The same for asyncio."""
