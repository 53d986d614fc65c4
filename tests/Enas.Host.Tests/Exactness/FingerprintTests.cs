using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Exactness;

/// <summary>
/// The same bits in every process: on any number of threads, with and without AVX-512, AVX2 and hardware intrinsics at all. The
/// fingerprints are written down here, so every machine that runs these tests is compared with every other one.
/// </summary>
public sealed class FingerprintTests : IDisposable
{
    private const string Tiny = "c50f76ff94f1af938258021de2551064a8a3cdd09c45a3c5915f644a61d61784";

    /// <summary>The quick start's, as the README prints it.</summary>
    private const string Quickstart = "69f3a67237ac03a82eb13590f4e455e83cd413f35e45d083f9b6564af7f55eb7";

    private const string TinyMacro = "a458eabe5fa2ce7561f201c900573a580e1d47e63bcf336ec6f362820e076c40";

    private const string TinyMicro = "79c87224f55ca50c3f6c02f8ff99c19fc9cbb3356b0f77f4c321651f1dc1ba97";

    private const string TinyBenchmark = "40770f76230ad5c555b608a803170d5a5460fbcdfe74210edc2422239b285c57";

    private const string TinySpos = "be24d8b6467864328b74fd1a95c5919778503f557b840aaf6d403f1a753ced60";

    private const string TinyFinals = "63e5bbee79a36840869baada009bed279809d4ac1bcefbcec905a23d169c7804";

    /// <summary>The beginning of the quick start, see <see cref="s_short"/>.</summary>
    private const string ShortQuickstart = "fcff301f504a6b1d";

    /// <summary>30 steps of jobs/ptb-rnn-small.json on Penn Treebank.</summary>
    private const string PennTreebank = "256588660960684951d725b4894ba157266542c7809ebb6f5f30d89ddd8829d8";

    // 17 steps of both kinds instead of 480, so that the whole grid takes seconds.
    private static readonly string[] s_short =
    [
        "--set", "budget.rounds=1", "--set", "strategy.warmUpSteps=5", "--set", "strategy.weightStepsPerRound=10",
        "--set", "strategy.policyStepsPerRound=2", "--set", "derive.candidates=2",
    ];

    private readonly WorkFolder _work = new();

    public static TheoryData<string?, int> Grid => new()
    {
        { null, 1 }, { null, 2 }, { null, 3 }, { null, 7 },
        { "DOTNET_EnableAVX512", 1 }, { "DOTNET_EnableAVX512", 2 }, { "DOTNET_EnableAVX512", 3 }, { "DOTNET_EnableAVX512", 7 },
    };

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData(null), InlineData("DOTNET_EnableAVX512"), InlineData("DOTNET_EnableAVX2"), InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task The_tiny_job_has_one_fingerprint_on_every_instruction_set(string? variable) =>
        Assert.Equal(Tiny, await ExactRun.FingerprintAsync(_work, "tiny.json", new InstructionSetting(variable), 2));

    [Theory]
    [InlineData("tiny-macro.json", TinyMacro, null, 1),
        InlineData("tiny-macro.json", TinyMacro, null, 7), InlineData("tiny-macro.json", TinyMacro, "DOTNET_EnableAVX512", 3)]
    [InlineData("tiny-macro.json", TinyMacro, "DOTNET_EnableHWIntrinsic", 3)]
    [InlineData("tiny-micro.json", TinyMicro, null, 1),
        InlineData("tiny-micro.json", TinyMicro, null, 7), InlineData("tiny-micro.json", TinyMicro, "DOTNET_EnableAVX512", 3)]
    [InlineData("tiny-micro.json", TinyMicro, "DOTNET_EnableAVX2", 3)]
    public async Task A_search_on_images_has_one_fingerprint(string job, string fingerprint, string? variable, int threads) =>
        Assert.Equal(fingerprint, await ExactRun.FingerprintAsync(_work, job, new InstructionSetting(variable), threads));

    [Theory]
    [InlineData(null, 1), InlineData(null, 7), InlineData("DOTNET_EnableAVX512", 3), InlineData("DOTNET_EnableAVX2", 3)]
    public async Task A_supernet_of_the_benchmark_has_one_fingerprint(string? variable, int threads)
    {
        _work.Job("tiny-nas-bench-201.json");
        Assert.Equal(
            TinyBenchmark, await ExactRun.FingerprintAsync(_work, "tiny-nas-bench-201.json", new InstructionSetting(variable), threads));
    }

    [Theory]
    [InlineData(null, 1), InlineData(null, 7), InlineData("DOTNET_EnableAVX512", 3)]
    public async Task Weights_first_and_evolution_then_have_one_fingerprint(string? variable, int threads)
    {
        _work.Job("tiny-spos.json");
        Assert.Equal(TinySpos, await ExactRun.FingerprintAsync(_work, "tiny-spos.json", new InstructionSetting(variable), threads));
    }

    [Theory]
    [InlineData(null, 1), InlineData(null, 7), InlineData("DOTNET_EnableAVX512", 3)]
    public async Task Finals_have_one_fingerprint(string? variable, int threads)
    {
        _work.Job("tiny-finals.json");
        Assert.Equal(TinyFinals, await ExactRun.FingerprintAsync(_work, "tiny-finals.json", new InstructionSetting(variable), threads));
    }

    [Theory]
    [InlineData(null, 1), InlineData(null, 3), InlineData(null, 7), InlineData("DOTNET_EnableAVX512", 3)]
    public async Task The_beginning_of_the_quick_start_has_one_fingerprint(string? variable, int threads) =>
        Assert.StartsWith(ShortQuickstart, await ExactRun.FingerprintAsync(
            _work, "quickstart.json", new InstructionSetting(variable), threads, s_short), StringComparison.Ordinal);

    [Theory]
    [InlineData(null), InlineData("DOTNET_EnableAVX512"), InlineData("DOTNET_EnableAVX2"), InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task The_doctor_names_the_path_that_runs(string? variable)
    {
        var setting = new InstructionSetting(variable);
        using var enas = EnasProcess.Start(_work.Root, setting.Environment, ["doctor", "--json"]);
        var findings = (await enas.EndAsync()).Json().GetProperty("findings").EnumerateArray();
        var backend = findings.Single(finding => finding.GetProperty("name").GetString() == "cpu backend").GetProperty("text").GetString()!;
        Assert.Contains(setting.Paths, path => backend.Contains($"instructions {path},", StringComparison.Ordinal));
    }

    [Theory(Explicit = true)]
    [MemberData(nameof(Grid))]
    public async Task The_whole_quick_start_has_one_fingerprint(string? variable, int threads) =>
        Assert.Equal(Quickstart, await ExactRun.FingerprintAsync(_work, "quickstart.json", new InstructionSetting(variable), threads));

    /// <summary>Needs the text: the environment variable ENAS_PTB names its folder.</summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(Grid))]
    public async Task Thirty_steps_on_Penn_Treebank_have_one_fingerprint(string? variable, int threads)
    {
        var text = Environment.GetEnvironmentVariable("ENAS_PTB");
        Assert.True(Directory.Exists(text), "ENAS_PTB must name the folder of ptb.train.txt, ptb.valid.txt and ptb.test.txt");
        Assert.Equal(PennTreebank, await ExactRun.FingerprintAsync(
            _work,
            Path.Combine(AppContext.BaseDirectory, "jobs", "ptb-rnn-small.json"),
            new InstructionSetting(variable),
            threads,
            "--set", $"data.path={Path.GetFullPath(text!)}", ExactRun.StopAfterSteps, "30"));
    }
}
