using Enas.Storage.Places;
using Enas.Storage.Stores.S3;
using Enas.TestKit.Stores;

namespace Enas.Storage.Tests.Stores;

/// <summary>Objects that are no search, and addresses.</summary>
public sealed class ObjectFolderTests
{
    [Fact]
    public async Task An_object_is_put_once_or_replaced_and_folders_are_listed()
    {
        using var server = new S3Server(new FaultyObjects());
        var options = new StorageOptions { S3 = S3ServerOptions.Of(server) };
        var folder = StoreCatalog.FolderAt("s3://searches/data", options)!;
        Assert.Equal(PutOutcome.Stored, (await folder.PutIfAbsentAsync("a/one", "1"u8.ToArray(), CancellationToken.None)).Outcome);
        Assert.Equal(PutOutcome.Taken, (await folder.PutIfAbsentAsync("a/one", "2"u8.ToArray(), CancellationToken.None)).Outcome);
        await folder.ReplaceAsync("b/c/two", "3"u8.ToArray(), CancellationToken.None);
        await folder.ReplaceAsync("b/c/two", "4"u8.ToArray(), CancellationToken.None);
        Assert.Equal("1"u8.ToArray(), await folder.GetAsync("a/one", CancellationToken.None));
        Assert.Equal("4"u8.ToArray(), await folder.GetAsync("b/c/two", CancellationToken.None));
        Assert.False(await folder.ExistsAsync("b", CancellationToken.None));
        Assert.Equal(["a", "b"], await folder.FoldersAsync(CancellationToken.None));
        Assert.Equal(["data"], await StoreCatalog.FolderAt("s3://searches", options)!.FoldersAsync(CancellationToken.None));
    }

    [Fact]
    public async Task What_no_request_carries_is_refused_before_anything_is_made_or_sent()
    {
        using var place = new ObjectPlace(new InMemoryObjectClient(new FaultyObjects()), null);
        var refused = await Assert.ThrowsAsync<IOException>(async () =>
            await place.Store.StageAsync(3L << 30, _ => Assert.Fail("bytes were made that cannot be sent")));
        Assert.Equal("memory://search: 3,221,225,472 bytes are to be written as one object, and one request carries at most 2,147,483,591; "
            + "keep a search with such large weights in a folder of this machine", refused.Message);
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_and_keys_that_do_not_open_it_are_no_faults_that_pass()
    {
        using var server = new S3Server(new FaultyObjects());
        var options = new StorageOptions { S3 = S3ServerOptions.Of(server) };
        var absent = await Assert.ThrowsAsync<DirectoryNotFoundException>(async () =>
            await SearchFolder.CreateAsync("s3://other/x", "{}"u8.ToArray(), "{}"u8.ToArray(), options, CancellationToken.None));
        Assert.Contains("no bucket other", absent.Message, StringComparison.Ordinal);
        server.Objects.Fault = (_, _, _) => ObjectFault.Forbidden;
        var before = server.Objects.Requests;
        await Assert.ThrowsAsync<UnauthorizedAccessException>(async () =>
            await StoreCatalog.FolderAt("s3://searches/x", options)!.FoldersAsync(CancellationToken.None));
        Assert.Equal(before + 1, server.Objects.Requests);
    }

    [Theory]
    [InlineData("s3://bucket/a", "s3://bucket/a", "bucket", "a/")]
    [InlineData("S3://bucket/a/b//", "s3://bucket/a/b", "bucket", "a/b/")]
    [InlineData("s3://bucket", "s3://bucket", "bucket", "")]
    public void An_address_is_written_in_one_way(string location, string text, string bucket, string prefix) =>
        Assert.Equal(new ObjectAddress(text, bucket, prefix), StoreCatalog.AddressOf(location));

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3:///x")]
    [InlineData("s3://key:secret@bucket/x")]
    [InlineData("s3://bucket/a/../x")]
    [InlineData("s3://bucket/a\n/x")]
    public void What_is_no_address_is_refused(string location) =>
        Assert.Throws<ArgumentException>(() => StoreCatalog.AddressOf(location));

    [Theory]
    [InlineData("s3://bucket/a/b", "s3://bucket/a", "b", "s3://bucket/a/b/c")]
    [InlineData("/runs/b", "/runs", "b", "/runs/b/c")]
    public void Names_of_places_are_taken_apart_and_put_together(string place, string parent, string name, string inner) =>
        Assert.Equal(
            (parent, name, inner, place),
            (Place.ParentOf(place), Place.NameOf(place), Place.Combine(place, "c"), Place.FullNameOf(place)));

    [Fact]
    public void What_users_of_S3_set_counts_where_nothing_else_is_said()
    {
        string? Variable(string name) => name switch
        {
            "AWS_ENDPOINT_URL" => "http://one",
            "AWS_ENDPOINT_URL_S3" => "http://two",
            "AWS_DEFAULT_REGION" => "eu-west-1",
            "AWS_ACCESS_KEY_ID" => "key",
            "AWS_SECRET_ACCESS_KEY" => "secret",
            "AWS_SESSION_TOKEN" => "token",
            "AWS_MAX_ATTEMPTS" => "3",
            _ => null,
        };
        var found = new S3Options().With(Variable);
        Assert.Equal(("http://two", "eu-west-1", "key", "secret", "token", 3),
            (found.ServiceUrl, found.Region, found.AccessKey, found.SecretKey, found.SessionToken, found.Attempts));
        var said = new S3Options { ServiceUrl = "http://mine", AccessKey = "own", SecretKey = "own", Attempts = 7 }.With(Variable);
        Assert.Equal(("http://mine", "own", null, 7), (said.ServiceUrl, said.AccessKey, said.SessionToken, said.Attempts));
        Assert.Equal(3, new S3StoreKind().RetriesOf(new StorageOptions { S3 = found }).Attempts);
    }
}
