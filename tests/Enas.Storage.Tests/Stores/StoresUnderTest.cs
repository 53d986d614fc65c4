using Enas.Storage.Stores.S3;
using Enas.TestKit.Stores;

namespace Enas.Storage.Tests.Stores;

public sealed class LocalStoreTests : StoreConformanceTests
{
    private protected override TestStore Open() => new LocalPlace();

    private sealed class LocalPlace : TestStore
    {
        private readonly string _parent = Directory.CreateTempSubdirectory("enas-store-").FullName;
        private ISearchStore? _store;

        private string Path => System.IO.Path.Combine(_parent, "search");

        public override ISearchStore Store => _store ??= CreateFolders();

        public override ValueTask<SearchFolder> CreateAsync() =>
            SearchFolder.CreateAsync(Path,
                "{\"name\":\"test\"}"u8.ToArray(), "{}"u8.ToArray(), new StorageOptions(), CancellationToken.None);

        public override ValueTask<SearchFolder> OpenAsync() => SearchFolder.OpenAsync(Path, new StorageOptions(), CancellationToken.None);

        public override void Dispose() => Directory.Delete(_parent, recursive: true);

        private LocalSearchStore CreateFolders()
        {
            foreach (var name in new[] { "segments", "checkpoints", "_tmp" })
            {
                Directory.CreateDirectory(System.IO.Path.Combine(Path, name));
            }

            return new LocalSearchStore(LocalFileSystem.Instance, Path, new StorageOptions());
        }
    }
}

public sealed class InMemoryStoreTests : StoreConformanceTests
{
    private protected override TestStore Open() => new ObjectPlace(new InMemoryObjectClient(new FaultyObjects { PageSize = 7 }), null);
}

public sealed class S3StoreTests : StoreConformanceTests
{
    private protected override TestStore Open()
    {
        var server = new S3Server(new FaultyObjects { PageSize = 7 });
        return new ObjectPlace(S3ObjectClient.Create(S3Server.Bucket, S3ServerOptions.Of(server)), server);
    }

    [Fact]
    public async Task A_search_is_created_and_opened_by_its_address()
    {
        using var server = new S3Server(new FaultyObjects());
        var options = new StorageOptions { S3 = S3ServerOptions.Of(server) };
        const string address = "s3://searches/team/first";
        var created = await SearchFolder.CreateAsync(address, "{}"u8.ToArray(), "{}"u8.ToArray(), options, CancellationToken.None);
        await using (var log = await WriteAsync(created))
        {
            await log.AppendAsync(1, Rows.Step(0), CancellationToken.None);
        }

        var opened = await SearchFolder.OpenAsync(address + "/", options, CancellationToken.None);
        Assert.Equal((address, address + "/segments", false), (opened.Root, opened.Segments, opened.IsLocal));
        await using var reader = await ParquetEventLog.OpenReadAsync(opened, CancellationToken.None);
        Assert.Equal(5, (await TestSearch.ReadAllAsync(reader)).Count);
        Assert.NotNull(server.Objects.Get("team/first/segments/00000000000000000001.parquet"));
        await Assert.ThrowsAsync<DirectoryNotFoundException>(async () =>
            await SearchFolder.OpenAsync("s3://searches/team/second", options, CancellationToken.None));
        Assert.Throws<ArgumentException>(() => SearchFolder.Open(address));
    }

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3://bucket")]
    [InlineData("s3://bucket/")]
    [InlineData("s3://bucket//x")]
    [InlineData("s3://bucket/../x")]
    public async Task An_address_without_a_bucket_and_a_prefix_is_refused(string address) =>
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await SearchFolder.OpenAsync(address, new StorageOptions(), CancellationToken.None));
}

/// <summary>A search in an object store whose requests are repeated without a wait.</summary>
internal sealed class ObjectPlace(IObjectClient client, IDisposable? server) : TestStore
{
    public static readonly RetryPolicy AtOnce = new(10, TimeSpan.Zero, TimeSpan.Zero, TimeProvider.System);

    public override ISearchStore Store { get; } = new ObjectSearchStore(client, "memory://search", "a/search/", AtOnce, TimeSpan.Zero);

    public override ValueTask<SearchFolder> CreateAsync() =>
        SearchFolder.CreateAsync(Store, "{\"name\":\"test\"}"u8.ToArray(), "{}"u8.ToArray(), CancellationToken.None);

    public override ValueTask<SearchFolder> OpenAsync() => SearchFolder.OpenAsync(Store, CancellationToken.None);

    public override void Dispose()
    {
        client.Dispose();
        server?.Dispose();
    }
}
