using System.CommandLine;
using Enas.Host.Cli;
using Enas.Pipeline.Files;
using Enas.Pipeline.Jobs;

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
        var force = CommandParts.Force();
        var verb = new VerbCommand(
            "init", "Writes a commented job file and its JSON schema.", "enas init --template ptb-small --out ptb.json");
        verb.Options.Add(template);
        verb.Options.Add(file);
        verb.Options.Add(force);
        return verb.Does(null, (parsed, terminal) =>
            Task.FromResult(Write(parsed.GetValue(template)!, parsed.GetValue(file)!, parsed.GetValue(force), terminal)));
    }

    internal static int Write(string template, string file, bool force, Terminal terminal)
    {
        var text = JobTemplates.Init(template)
            ?? throw new CommandLineException(
                $"--template {template}: allowed are {string.Join(", ", JobTemplates.All.Select(t => t.Name))}");
        var job = OutputFile.Named("--out", file, force);
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
