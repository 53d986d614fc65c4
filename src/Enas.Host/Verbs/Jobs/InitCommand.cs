using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Files;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;

namespace Enas.Host.Verbs.Jobs;

/// <summary><c>enas init</c>: a commented job file to start from, with its JSON schema beside it.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var template = new Option<string>("--template")
        {
            Description = $"One of: {string.Join(", ", JobTemplates.All.Select(t => t.Name))}.",
            DefaultValueFactory = _ => "quickstart"
        };
        var file = new Option<string>("--out")
        {
            Description = "The file to write.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "job.json"
        };
        var data = new Option<string?>("--data")
        {
            Description = "A folder of images or text: the job is for it, with budgets told from a few timed steps.",
            HelpName = "FOLDER"
        };
        var minutes = new Option<double>("--minutes")
        {
            Description = "With --data: minutes for search and training on this machine.",
            HelpName = "M",
            DefaultValueFactory = _ => 15
        };
        var strategy = PlannedStrategy.OnCommandLine();
        var sets = CommandParts.Sets();
        var force = CommandParts.Force();
        var verb = new VerbCommand(
            "init", "Writes a commented job file and its JSON schema.", "enas init --template ptb-small --out ptb.json");
        foreach (var option in (Option[])[template, data, minutes, strategy, sets, file, force])
        {
            verb.Options.Add(option);
        }

        return verb.Does(null, async (parsed, terminal) =>
        {
            var (path, isForced, given) = (parsed.GetValue(file)!, parsed.GetValue(force), parsed.GetValue(sets) ?? []);
            Option[] ofData = [minutes, strategy, sets];
            if (parsed.GetValue(data) is null && Array.Find(ofData, IsGiven) is { } one)
            {
                throw new CommandLineException(
                    $"{one.Name} is for a job that --data is made for; a template is a text to write in. Give --data too, or leave it out");
            }

            if (parsed.GetValue(data) is not null && IsGiven(template))
            {
                throw new CommandLineException("--template and --data: one of them; what lies in the folder decides on the job for it");
            }

            bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };
            return parsed.GetValue(data) is { } folder
                ? await WriteForAsync(folder, FolderPlan.Checked(parsed.GetValue(minutes)),
                    PlannedStrategy.Of(parsed.GetValue(strategy)), given, path, isForced, TimeProvider.System, terminal)
                : Write(parsed.GetValue(template)!, path, isForced, terminal);
        });
    }

    private static async Task<int> WriteForAsync(
        string folder, double minutes, PlannedStrategy? strategy, string[] sets, string file, bool force, TimeProvider time,
        Terminal terminal)
    {
        var job = OutputFile.Named("--out", file, force);
        OutputFolder.Require($"--out {ForeignText.Shown(file)}", Path.GetDirectoryName(job.FullName)!);
        _ = SchemaBeside(job, force);
        var plan = await FolderPlan.MakeAsync(
            folder, job.FullName, minutes, sets, new ComputeOptions("cpu", null, null), time, strategy);
        foreach (var words in plan.Words)
        {
            terminal.Line(words);
        }

        return Write(plan.Text, job, file, force, terminal);
    }

    internal static int Write(string template, string file, bool force, Terminal terminal)
    {
        var text = JobTemplates.Init(template)
            ?? throw new CommandLineException(
                $"--template {template}: allowed are {string.Join(", ", JobTemplates.All.Select(t => t.Name))}");
        return Write(text, OutputFile.Named("--out", file, force), file, force, terminal);
    }

    private static int Write(string text, OutputFile job, string file, bool force, Terminal terminal)
    {
        var schema = SchemaBeside(job, force);
        job.Write(text);
        schema?.Write(JobSchema.ToJsonSchema());
        terminal.Line($"wrote {file}{(schema is null ? string.Empty : $" and {schema.FullName}")}");
        terminal.Line($"next         {CommandText.Of("validate", file)}");
        terminal.Line($"             {CommandText.Of("run", file)}");
        return ExitCodes.Done;
    }

    /// <summary>The schema, which several jobs in a folder share; null where it is there already.</summary>
    private static OutputFile? SchemaBeside(OutputFile job, bool force)
    {
        var path = Path.Combine(Path.GetDirectoryName(job.FullName)!, JobSchema.FileName);
        return RegularFile.Exists(path) && File.ReadAllText(path) == JobSchema.ToJsonSchema() ? null : OutputFile.Kept(path, force);
    }
}
