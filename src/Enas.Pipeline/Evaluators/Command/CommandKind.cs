using Enas.Pipeline.Evaluators.Outside;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Programs;

namespace Enas.Pipeline.Evaluators.Command;

/// <summary>A program of the job's own evaluates architectures.</summary>
internal sealed class CommandKind : OutsideKind
{
    // What begins a program, and what ends it where this process is killed.
    private static readonly string[] s_needed = ["setsid", "sh", "grep"];

    /// <inheritdoc />
    public override string Name => EvaluatorOptions.ByCommand;

    /// <inheritdoc />
    public override string Summary => "a program evaluates an architecture";

    /// <inheritdoc />
    public override bool RunsProgram => true;

    /// <inheritdoc />
    public override EvaluatorWords WordsOf(EvaluatorSubject subject)
    {
        var words = base.WordsOf(subject);
        return words with
        {
            RewardedBy = "as its program said",
            RandomOnes = "as the program said",
            Rewards = "what the program said of each",
            CauseOfNoValue = $"{words.CauseOfNoValue}, and so does failure.txt in the folder of each",
        };
    }

    /// <inheritdoc />
    public override void RequirePossible(JobOptions job)
    {
        if (!Directory.Exists(job.Evaluator.Folder))
        {
            throw new NotFoundException($"evaluator.folder: {ForeignText.Shown(job.Evaluator.Folder)} is not there, and the program is to "
                + "run in it");
        }

        foreach (var needed in s_needed)
        {
            _ = ProgramSearch.Find(job.Evaluator, needed) ?? throw new NotFoundException(
                $"evaluator.kind \"{EvaluatorOptions.ByCommand}\" needs {needed}, which is in none of the folders of PATH (on Linux it is "
                + "in the packages util-linux, dash and grep)");
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
}
