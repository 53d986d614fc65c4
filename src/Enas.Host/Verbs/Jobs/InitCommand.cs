using System.CommandLine;
using Enas.Host.Cli;
using Enas.Pipeline.Jobs;

namespace Enas.Host.Verbs.Jobs;

/// <summary><c>enas init</c>: a commented job file to start from, with its JSON schema beside it.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var template = new Option<string>("--template") { Description = $"One of: {string.Join(", ", JobTemplates.All.Select(t => t.Name))}.", DefaultValueFactory = _ => "quickstart" };
        var file = new Option<string>("--out") { Description = "The file to write; it must not exist.", HelpName = "FILE", DefaultValueFactory = _ => "job.json" };
        var verb = new VerbCommand("init", "Writes a commented job file and its JSON schema.", "enas init --template ptb-small --out ptb.json");
        verb.Options.Add(template);
        verb.Options.Add(file);
        return verb.Does(null, (parsed, terminal) => Task.FromResult(Write(parsed.GetValue(template)!, parsed.GetValue(file)!, terminal)));
    }

    private static int Write(string template, string file, Terminal terminal)
    {
        var text = JobTemplates.Init(template)
            ?? throw new CommandLineException($"--template {template}: allowed are {string.Join(", ", JobTemplates.All.Select(t => t.Name))}");
        if (File.Exists(file))
        {
            throw new CommandLineException($"{file} exists already; choose another name with --out");
        }

        var schema = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, JobSchema.FileName);
        File.WriteAllText(file, text);
        File.WriteAllText(schema, JobSchema.ToJsonSchema());
        terminal.Line($"wrote {file} and {schema}");
        terminal.Line($"next: enas validate {file}; enas run {file}");
        return ExitCodes.Done;
    }
}
