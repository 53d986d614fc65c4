using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Exactness;

/// <summary>
/// Searches whose architectures are trained alone come to the same bits in every process: their facts hold the fingerprints of all the
/// trainings that they made.
/// </summary>
public sealed class ChildrenFingerprintTests : IDisposable
{
    private const string TinyNas = "9f12daddcd4bbb53b7d15628af58d7307c7618b3fc848a27c986e4e1fe84f8d8";

    private const string TinyHalving = "b3b0b434561944b4ff1a77cf6fc91b3d55a5948989145c091163bd326e541f4d";

    private const string TinyPredictor = "76ca516b3b6f3642fbce61b9f0efde13f929b98769dfd66c67f32099b647eb7f";

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("tiny-nas.json", TinyNas, null, 1), InlineData("tiny-nas.json", TinyNas, null, 7)]
    [InlineData("tiny-nas.json", TinyNas, "DOTNET_EnableAVX512", 3)]
    [InlineData("tiny-halving.json", TinyHalving, null, 1), InlineData("tiny-halving.json", TinyHalving, null, 7)]
    [InlineData("tiny-halving.json", TinyHalving, "DOTNET_EnableAVX512", 3)]
    [InlineData("tiny-predictor.json", TinyPredictor, null, 7)]
    [InlineData("tiny-predictor.json", TinyPredictor, "DOTNET_EnableAVX512", 1)]
    public async Task A_search_of_trainings_has_one_fingerprint(string job, string fingerprint, string? variable, int threads)
    {
        _work.Write(job, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "jobs", job)));
        Assert.Equal(fingerprint, await ExactRun.FingerprintAsync(_work, job, new InstructionSetting(variable), threads));
    }
}
