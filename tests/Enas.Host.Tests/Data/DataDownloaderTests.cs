using System.Security.Cryptography;
using System.Text;
using Enas.Host.Cli;
using Enas.Host.Data;

namespace Enas.Host.Tests.Data;

public sealed class DataDownloaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enas-get-").FullName;
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal)
    {
        ["tiny.train.txt"] = Text("ba du ki ", 4000),
        ["tiny.valid.txt"] = Text("du ", 500),
        ["tiny.test.txt"] = Text("ki ", 400),
    };

    private readonly DataSetEntry _entry;
    private readonly RangeServer _server;
    private readonly HttpClient _client = new();

    public DataDownloaderTests()
    {
        DataFile[] files =
            [.. _files.Select(f => new DataFile(f.Key, f.Value.Length, Convert.ToHexStringLower(SHA256.HashData(f.Value)), []))];
        _entry = new DataSetEntry("tiny", "a test", "none", new Uri("http://127.0.0.1/"), "", files) { Kind = "tokens" };
        _server = new RangeServer(_files);
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Files_are_installed_and_nothing_else_is_left()
    {
        var seen = new List<DataProgress>();
        var paths = await Downloader().GetAsync(_entry, Path.Combine(_folder, "new"), new Listener(seen), default);
        Assert.Equal(_entry.Files.Select(f => f.Name), paths.Select(p => Path.GetFileName(p)));
        AssertInstalled(Path.Combine(_folder, "new"));
        Assert.Contains(seen, p => p is { File: "tiny.train.txt", Bytes: 36_000, Total: 36_000 });
    }

    [Fact]
    public async Task What_is_installed_is_not_fetched_again()
    {
        await GetAsync();
        var requests = _server.Requests.Count;
        await GetAsync();
        Assert.Equal(requests, _server.Requests.Count);
    }

    [Fact]
    public async Task A_cut_connection_is_taken_up_where_it_broke()
    {
        _server.CutAfter = 10_000;
        await GetAsync();
        AssertInstalled(_folder);
        Assert.Equal(
            ["tiny.train.txt 0", "tiny.train.txt 10000", "tiny.train.txt 20000", "tiny.train.txt 30000"],
            _server.Requests.Where(r => r.StartsWith("tiny.train", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_cut_without_an_announced_length_is_noticed()
    {
        (_server.CutAfter, _server.SendsLength) = (10_000, false);
        await GetAsync();
        AssertInstalled(_folder);
    }

    [Fact]
    public async Task A_later_run_goes_on_from_the_partial_file()
    {
        await File.WriteAllBytesAsync(Partial("tiny.train.txt"), _files["tiny.train.txt"][..12_345]);
        await GetAsync();
        AssertInstalled(_folder);
        Assert.Contains("tiny.train.txt 12345", _server.Requests);
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(36_000)]
    [InlineData(50_000)]
    public async Task A_partial_file_with_wrong_bytes_is_begun_anew(int length)
    {
        await File.WriteAllBytesAsync(Partial("tiny.train.txt"), new byte[length]);
        await GetAsync();
        AssertInstalled(_folder);
    }

    [Fact]
    public async Task A_server_without_ranges_sends_everything_again()
    {
        (_server.SpeaksRange, _server.CutAfter, _server.Cuts) = (false, 10_000, 2);
        await GetAsync();
        AssertInstalled(_folder);
    }

    [Fact]
    public async Task A_connection_that_always_breaks_at_one_place_ends_with_69_and_keeps_what_came()
    {
        (_server.SpeaksRange, _server.CutAfter) = (false, 10_000);
        var error = await FailsAsync(69);
        Assert.Contains("10000 of 36000 bytes are kept", error.Message, StringComparison.Ordinal);
        Assert.Equal(10_000, new FileInfo(Partial("tiny.train.txt")).Length);
    }

    [Fact]
    public async Task Wrong_bytes_end_with_65_and_install_nothing()
    {
        _files["tiny.train.txt"][777] ^= 1;
        await FailsAsync(65);
        Assert.Empty(Directory.GetFiles(_folder, "*.txt"));
        Assert.False(File.Exists(Partial("tiny.train.txt")));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    public async Task Another_size_ends_with_65(int length)
    {
        _files["tiny.valid.txt"] = new byte[length];
        await FailsAsync(65);
        Assert.Empty(Directory.GetFiles(_folder, "*.txt"));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(503)]
    public async Task A_server_that_refuses_ends_with_69(int status)
    {
        _server.Status = status;
        var error = await FailsAsync(69);
        Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        Assert.Equal(status == 404 ? 1 : 3, _server.Requests.Count);
    }

    [Fact]
    public async Task A_closed_port_ends_with_69()
    {
        _server.Dispose();
        await FailsAsync(69);
    }

    [Fact]
    public async Task A_stalled_connection_ends_with_69()
    {
        _server.Stalls = true;
        var downloader = new DataDownloader(_client, _server.Address) { Attempts = 1, StallTimeout = TimeSpan.FromMilliseconds(50) };
        var error = await Assert.ThrowsAsync<DataDownloadException>(() => downloader.GetAsync(_entry, _folder, null, default));
        Assert.Equal(69, error.ExitCode);
    }

    [Fact]
    public async Task Cancellation_is_not_an_error_of_the_server()
    {
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        _server.Stalls = true;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Downloader().GetAsync(_entry, _folder, null, cancelled.Token));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_ends_with_74()
    {
        var file = Path.Combine(_folder, "in-the-way");
        await File.WriteAllTextAsync(file, "x");
        var error = await Assert.ThrowsAsync<DataDownloadException>(() =>
            Downloader().GetAsync(_entry, Path.Combine(file, "sub"), null, default));
        Assert.Equal(74, error.ExitCode);
    }

    [Fact]
    public async Task Another_download_in_the_same_folder_ends_with_74()
    {
        using var other = new FileStream(Partial("tiny.train.txt"), FileMode.Create, FileAccess.Write, FileShare.None);
        await FailsAsync(74);
    }

    [Fact]
    public async Task A_file_of_ones_own_is_never_overwritten()
    {
        var own = Path.Combine(_folder, "tiny.test.txt");
        await File.WriteAllTextAsync(own, "mine");
        await FailsAsync(65);
        Assert.Equal("mine", await File.ReadAllTextAsync(own));
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task The_second_address_is_tried_when_the_first_is_wrong()
    {
        using var wrong = new RangeServer(
            new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["tiny.train.txt"] = new byte[36_000] });
        var files = _entry.Files.Select(f => f with { Addresses = [new Uri(wrong.Address, f.Name), new Uri(_server.Address, f.Name)] });
        var downloader = new DataDownloader(_client) { RetryDelay = TimeSpan.FromMilliseconds(1) };
        await downloader.GetAsync(_entry with { Files = [.. files] }, _folder, null, default);
        AssertInstalled(_folder);
    }

    private static byte[] Text(string words, int times) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(words, times)));

    private DataDownloader Downloader() =>
        new(_client, _server.Address) { Attempts = 3, RetryDelay = TimeSpan.FromMilliseconds(1) };

    private Task<IReadOnlyList<string>> GetAsync() => Downloader().GetAsync(_entry, _folder, null, default);

    private async Task<DataDownloadException> FailsAsync(int exitCode)
    {
        var error = await Assert.ThrowsAsync<DataDownloadException>(GetAsync);
        Assert.Equal(exitCode, error.ExitCode);
        return error;
    }

    private string Partial(string name) => Path.Combine(_folder, name + ".partial");

    private void AssertInstalled(string folder)
    {
        Assert.Equal(_files.Keys, Directory.GetFiles(folder).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
        Assert.All(_files, f => Assert.Equal(f.Value, File.ReadAllBytes(Path.Combine(folder, f.Key))));
    }

    private sealed class Listener(List<DataProgress> seen) : IProgress<DataProgress>
    {
        public void Report(DataProgress value) => seen.Add(value);
    }
}
