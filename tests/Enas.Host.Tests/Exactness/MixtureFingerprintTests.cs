using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Exactness;

/// <summary>Differentiable searches come to the same bits in every process, and from libtorch's gradients to the same parameters.</summary>
public sealed class MixtureFingerprintTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public static TheoryData<string> Jobs => ["tiny-darts.json", "tiny-gdas.json", "tiny-fbnet.json"];

    public void Dispose() => _work.Dispose();

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task Threads_and_instruction_sets_change_no_bit(string job)
    {
        _work.Job(job);
        var one = await ExactRun.FingerprintAsync(_work, job, new InstructionSetting(null), 1);
        Assert.Equal(64, one.Length);
        Assert.Equal(one, await ExactRun.FingerprintAsync(_work, job, new InstructionSetting("DOTNET_EnableAVX512"), 7));
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
