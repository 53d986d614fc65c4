namespace Enas.Storage.Stores.S3;

/// <summary>Buckets of Amazon S3, and of stores that speak like it.</summary>
internal sealed class S3StoreKind : IStoreKind
{
    public bool IsMeant(string location) => S3Location.IsMeant(location);

    public ObjectAddress Parse(string location) => S3Location.Parse(location);

    public IObjectClient Connect(ObjectAddress address, StorageOptions options) =>
        S3ObjectClient.Create(address.Container, options.S3.With(Environment.GetEnvironmentVariable));

    public RetryPolicy RetriesOf(StorageOptions options) => RetryPolicy.Default with
    {
        Attempts = options.S3.With(Environment.GetEnvironmentVariable).Attempts ?? RetryPolicy.Default.Attempts,
    };

    public TimeSpan LeaseOf(StorageOptions options) => TimeSpan.FromSeconds(Math.Max(options.S3.LeaseSeconds, 0));
}
