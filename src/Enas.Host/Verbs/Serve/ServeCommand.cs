using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Service;

namespace Enas.Host.Verbs.Serve;

/// <summary><c>enas serve</c>: searches by schedule and on demand, until it is stopped.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var jobs = new Option<string>("--jobs") { Description = "The folder of job files and their schedules.", HelpName = "PATH", DefaultValueFactory = _ => "jobs" };
        var root = CommandParts.Out("The folder of searches; runs by default.");
        var concurrent = new Option<int>("--max-concurrent") { Description = "Searches that run at a time.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var listen = new Option<string>("--listen") { Description = "Address and port of health and metrics; +:5080 for every address of this machine.", HelpName = "ADDRESS", DefaultValueFactory = _ => "127.0.0.1:5080" };
        var noAdopt = new Option<bool>("--no-adopt") { Description = "Leaves alone what people started in the folder of searches and did not finish." };
        var verb = new VerbCommand("serve", "Runs the searches of a folder of job files, by schedule and on demand; SIGTERM stops it cleanly (exit code 75).", "enas serve --jobs jobs --out runs");
        foreach (var option in (Option[])[jobs, root, concurrent, listen, noAdopt])
        {
            verb.Options.Add(option);
        }

        return verb.Does(json: null, (parsed, _) => ServeVerb.RunAsync(new ServeOptions(
            ServedFolders.Jobs(parsed.GetValue(jobs)!),
            Path.GetFullPath(parsed.GetValue(root) ?? EnasHost.Settings().Runs.Root),
            parsed.GetValue(concurrent) is var most and >= 1 ? most : throw new CommandLineException($"--max-concurrent {parsed.GetValue(concurrent)}: allowed are numbers from 1"),
            parsed.GetValue(listen)!,
            !parsed.GetValue(noAdopt))));
    }
}

/// <summary>The folders that serve and schedule are about.</summary>
internal static class ServedFolders
{
    /// <summary>The folder of job files.</summary>
    /// <exception cref="NotFoundException">It is not there.</exception>
    public static string Jobs(string folder) => Directory.Exists(folder) ? Path.GetFullPath(folder) : throw new NotFoundException($"there is no folder of jobs {Path.GetFullPath(folder)}");
}
