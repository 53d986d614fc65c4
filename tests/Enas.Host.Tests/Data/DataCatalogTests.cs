using Enas.Host.Data;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Host.Tests.Data;

public sealed class DataCatalogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enas-check-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_known_set_is_complete()
    {
        Assert.All(DataCatalog.Known, entry =>
        {
            Assert.True(entry.Digest is null or { Length: 64 });
            Assert.NotEmpty(entry.Licence);
            Assert.NotEmpty(entry.Files);
            Assert.All(entry.Files, file => Assert.True(file.Sha256.Length == 64 && file.Size > 0 && file.Addresses.Count > 0));
        });
        Assert.Equal(5_951_345, DataCatalog.Find("PTB").Size);
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var error = Assert.Throws<DataException>(() => DataCatalog.Find("wikitext"));
        Assert.Equal(DataErrorKind.NotFound, error.Kind);
        Assert.Contains("known: ptb, fashion-mnist, cifar10", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_ones_own_is_described()
    {
        File.WriteAllText(Path.Combine(_folder, "my.train.txt"), "a b a\n");
        File.WriteAllText(Path.Combine(_folder, "my.valid.txt"), "a\n");
        File.WriteAllText(Path.Combine(_folder, "my.test.txt"), "abc"[..1]);
        var check = DataCatalog.Check(_folder);
        Assert.Equal(DataRecognition.None, check.Recognition);
        Assert.Null(check.Known);
        Assert.Equal(3, check.VocabularyCount);
        Assert.Equal([4, 2, 2], check.Splits.Select(split => split.Tokens));
        Assert.Equal("my.train.txt", check.Splits[0].File);
        Assert.Equal(6, check.Splits[0].Size);
        Assert.Equal("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", check.Splits[2].Sha256);
    }

    [Fact]
    public void A_missing_folder_is_not_found() =>
        Assert.Equal(DataErrorKind.NotFound, Assert.Throws<DataException>(() => DataCatalog.Check(Path.Combine(_folder, "no"))).Kind);
}
