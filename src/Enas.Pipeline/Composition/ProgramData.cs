using System.Security.Cryptography;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Programs;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Composition;

/// <summary>No data: a program has them, or whoever asks for architectures.</summary>
internal sealed class ProgramData : JobData
{
    /// <summary>The digest of nothing.</summary>
    public override string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData([]));

    public override void RequireSearch(JobOptions job)
    {
    }

    public override void RequireTraining(JobOptions job)
    {
    }

    /// <summary>Refuses a job whose program cannot be run, before anything is made.</summary>
    public override void RequireChildren(JobOptions job)
    {
        if (!job.Evaluator.IsByCommand)
        {
            return;
        }

        if (!Directory.Exists(job.Evaluator.Folder))
        {
            throw new NotFoundException($"evaluator.folder: {ForeignText.Shown(job.Evaluator.Folder)} is not there, and the program is to "
                + "run in it");
        }

        foreach (var needed in (string[])["setsid", "sh"])
        {
            _ = ProgramSearch.Find(job.Evaluator, needed) ?? throw new NotFoundException(
                $"evaluator.kind \"{EvaluatorOptions.ByCommand}\" needs {needed}, which is in none of the folders of PATH (on Linux it is "
                + "in the packages util-linux and dash)");
        }

        // Which program can be a decision too.
        if (!ProgramArguments.PlaceholdersOf([job.Evaluator.Command[0]]).Any())
        {
            RequireProgram(job.Evaluator, ForeignText.Shown(job.Evaluator.Command[0]));
        }
    }

    private static void RequireProgram(EvaluatorOptions options, string shown)
    {
        var program = options.Command[0];
        var isNamed = !program.Contains('/', StringComparison.Ordinal);
        if (ProgramSearch.Find(options, program) is not { } path)
        {
            var beside = Path.Combine(options.Folder, program);
            throw new NotFoundException($"evaluator.command: the program \"{shown}\" is "
                + (Directory.Exists(beside) ? "a folder"
                    : isNamed ? "in none of the folders of PATH" : $"not in {ForeignText.Shown(options.Folder)}")
                + (isNamed && File.Exists(beside) ? $"; the one in evaluator.folder is \"./{shown}\"" : string.Empty));
        }

        if (!ProgramSearch.CanBeExecuted(path))
        {
            throw new BadInputException($"evaluator.command: the program \"{shown}\" cannot be executed: {ForeignText.Shown(path)} is no "
                + "executable file. Make it one (chmod +x), or name what runs it first, as in [\"python3\", \"train.py\"]");
        }
    }

    public override IReadOnlyList<string> Clipped(JobOptions job) => [];

    public override (ISharedWeights? Weights, int? StepsPerEpoch) SharedWeights(
        ITensorBackend backend, SearchSpace space, JobOptions job) => (null, null);

    public override IFixedNetwork FixedNetwork(ITensorBackend backend, SearchSpace space, JobOptions job, Architecture architecture) =>
        throw new BadInputException($"a program of one's own evaluates the architectures of {space.Kind}: Enas has no network of theirs");

    public override long FinalParameters(JobOptions job, string tokens) => 0;

    public override JobEstimate Estimate(JobOptions job) => TableEstimate.OfSpace(job);

    public override string? Refusal(JobData other) => other is ProgramData ? null : "has no data: the branch has";

    public override bool IsEvaluatedOutside => true;
}
