using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Exactness;

/// <summary>Differentiable searches come to the same bits in every process, and from libtorch's gradients to the same parameters.</summary>
public sealed class MixtureFingerprintTests : IDisposable
{
    private const string Darts = "959ab647d05ac5d154542b2f328bf21ade9f218dde449109108a5f822ec37aa6";

    private const string Gdas = "c0ee8db461fa91ec7aadeb16dff4ab73110f79a96757b750ebef364a5c04c6de";

    private const string Fbnet = "9be5acbac62e7f6a2bd97abc8ec23b456229d12abb5091270f9e23c0b14ce568";

    private readonly WorkFolder _work = new();

    public static TheoryData<string> Jobs => ["tiny-darts.json", "tiny-gdas.json", "tiny-fbnet.json"];

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("tiny-darts.json", Darts, null, 1), InlineData("tiny-darts.json", Darts, "DOTNET_EnableAVX512", 7)]
    [InlineData("tiny-darts.json", Darts, "DOTNET_EnableAVX2", 3)]
    [InlineData("tiny-gdas.json", Gdas, null, 1), InlineData("tiny-gdas.json", Gdas, "DOTNET_EnableAVX512", 7)]
    [InlineData("tiny-gdas.json", Gdas, "DOTNET_EnableHWIntrinsic", 3)]
    [InlineData("tiny-fbnet.json", Fbnet, null, 1), InlineData("tiny-fbnet.json", Fbnet, "DOTNET_EnableAVX512", 7)]
    [InlineData("tiny-fbnet.json", Fbnet, "DOTNET_EnableAVX2", 3)]
    public async Task Threads_and_instruction_sets_change_no_bit(string job, string fingerprint, string? variable, int threads)
    {
        _work.Job(job);
        Assert.Equal(fingerprint, await ExactRun.FingerprintAsync(_work, job, new InstructionSetting(variable), threads));
    }

    /// <summary>Twenty and some steps on libtorch: the parameters follow from the recorded gradients on the exact backend, and libtorch
    /// measures these gradients again. On one thread: a search of two differs from its
    /// replay by thousandths (docs/decisions/0028-mixtures.md).</summary>
    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task What_another_backend_measured_gives_the_parameters_again(string job)
    {
        _work.Job(job);
        Assert.Equal(0, (await _work.Enas("run", job, "--out", "t", "--backend", "torch", "--threads", "1")).ExitCode);
        var policy = await _work.Enas("replay", "t", "--mode", "policy");
        Assert.Equal(0, policy.ExitCode);
        Assert.Contains("given the measured gradients", policy.Error + policy.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("replay", "t", "--mode", "full", "--threads", "1")).ExitCode);
    }
}
