using Enas.Host.Tests.Cli;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Workers;

/// <summary>Who names no engine has none: nothing of NATS is loaded, and not even what sockets are made of.</summary>
public sealed class NoEngineTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public NoEngineTests() => _work.Job("tiny-predictor.json");

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("run", "tiny.json", "--out", "b")]
    [InlineData("rank", "a", "--count", "2", "--set", "train.epochs=1", "--out", "b")]
    [InlineData("replay", "a", "--mode", "full")]
    public async Task Without_an_engine_nothing_of_NATS_is_loaded_and_no_socket_can_be_opened(params string[] arguments)
    {
        var report = new FaultReport(15, $"{arguments[0]} without an engine");
        await _work.TinySearch("a");
        var loaded = await LoadedAsync(arguments);
        Assert.Contains("Enas.Pipeline", loaded);
        Assert.DoesNotContain(loaded, name => name.StartsWith("NATS.", StringComparison.Ordinal));
        Assert.DoesNotContain(loaded, name => name.StartsWith("System.Net.", StringComparison.Ordinal));
        report.Passed("neither an assembly of NATS nor what sockets are made of is loaded");
    }

    /// <summary>What a socket needs would be seen: the same command with an engine that is not there.</summary>
    [Fact]
    public async Task With_an_engine_it_is_loaded()
    {
        var loaded = await LoadedAsync(["cluster", "status", "--engine", "nats://127.0.0.1:1"], code: 69);
        Assert.Contains("NATS.Client.Core", loaded);
        Assert.Contains("System.Net.Sockets", loaded);
    }

    private async Task<string[]> LoadedAsync(string[] arguments, int code = 0)
    {
        var file = Path.Combine(_work.Root, "loaded");
        using var process = EnasProcess.StartWithHooks(_work.Root, [new("ENAS_LOADED", file)], arguments);
        var ended = await process.EndAsync();
        Assert.True(ended.ExitCode == code, ended.Error);
        return await File.ReadAllLinesAsync(file);
    }
}
