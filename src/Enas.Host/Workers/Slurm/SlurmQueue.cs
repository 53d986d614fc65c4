using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Workers.Engines;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers.Slurm;

/// <summary>The queue of a cluster as this user sees it.</summary>
/// <param name="commands">Slurm's commands.</param>
internal sealed class SlurmQueue(SlurmCommands commands)
{
    private const int NiceOfAPriority = 100;

    // What a job has to stop at its next step before its time is over.
    private const int SecondsToStop = 120;
    private const string Cuda = "cuda";
    private const int MegabyteBits = 20;

    /// <summary>The jobs that do items, of all owners, for as long as Slurm remembers them.</summary>
    /// <exception cref="WorkUnavailableException">Slurm does not say it now.</exception>
    public async Task<IReadOnlyList<SlurmJob>> JobsAsync(CancellationToken cancellationToken)
    {
        var answer = await commands.RunAsync(
            "squeue", ["--noheader", "--me", "--states=all", $"--Format={SlurmJob.Format}"], string.Empty, cancellationToken);
        return answer.ExitCode != 0 ? throw Away(answer)
            : [.. answer.Output.Split('\n').Select(SlurmJob.TryRead).OfType<SlurmJob>()];
    }

    /// <summary>Submits a job for an item.</summary>
    /// <param name="item">The item, which is in the shared folder.</param>
    /// <param name="client">Who wants it done.</param>
    /// <param name="log">The file that the job writes.</param>
    /// <param name="notBefore">How long it waits.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The job, which waits.</returns>
    /// <exception cref="EngineUnavailableException">Slurm refuses it.</exception>
    /// <exception cref="WorkUnavailableException">Slurm does not take it now.</exception>
    public async Task<SlurmJob> SubmitAsync(
        WorkItem item, EngineClient client, string log, TimeSpan notBefore, CancellationToken cancellationToken)
    {
        var label = SlurmLabel.Of(item, client.Store);
        var (options, script) = (OptionsOf(item, label, log, notBefore), ScriptOf(client, item.Key));
        var answer = await commands.RunAsync("sbatch", options, script, cancellationToken);
        if (answer.ExitCode != 0)
        {
            // Where Slurm answers other questions meanwhile, it is the job that it does not want. It may have come back just now.
            var mine = await JobsAsync(cancellationToken);
            answer = await commands.RunAsync("sbatch", options, script, cancellationToken);
            if (answer.ExitCode != 0)
            {
                // What waits or runs for the same owner may be all that a user may have at a time.
                throw mine.Any(job => !job.IsOver && job.Label with { Key = label.Key } == label) ? Away(answer)
                    : new EngineUnavailableException($"--engine slurm: Slurm does not take the job: {answer.Words}");
            }
        }

        return long.TryParse(answer.Output.Split(';')[0], CultureInfo.InvariantCulture, out var id) ? SlurmJob.Submitted(id, label)
            : throw new EngineUnavailableException("--engine slurm: sbatch --parsable printed no number of a job");
    }

    /// <summary>Ends jobs: they have what the cluster gives to stop at their next step.</summary>
    /// <exception cref="WorkUnavailableException">Slurm does not do it now.</exception>
    public async Task CancelAsync(IEnumerable<SlurmJob> jobs, CancellationToken cancellationToken)
    {
        string[] ids = [.. jobs.Where(job => !job.IsOver).Select(job => job.Id.ToString(CultureInfo.InvariantCulture))];
        if (ids.Length > 0 && await commands.RunAsync("scancel", ids, string.Empty, cancellationToken) is { ExitCode: not 0 } answer)
        {
            throw Away(answer);
        }
    }

    /// <summary>Has a node take no more jobs, which the cluster's administrators may.</summary>
    /// <exception cref="CommandLineException">The name is no name of a node.</exception>
    /// <exception cref="EngineUnavailableException">Slurm refuses it.</exception>
    public async Task DrainAsync(string node, CancellationToken cancellationToken)
    {
        if (!node.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            || node.Equals("ALL", StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandLineException("cluster drain: with --engine slurm name one node, as cluster status and sinfo do");
        }

        var answer = await commands.RunAsync(
            "scontrol", ["update", $"NodeName={node}", "State=DRAIN", "Reason=enas cluster drain"], string.Empty, cancellationToken);
        if (answer.ExitCode != 0)
        {
            throw new EngineUnavailableException($"--engine slurm: Slurm does not drain {node}: "
                + $"{(answer.Words.Length > 0 ? answer.Words : answer.Output.Trim())}");
        }
    }

    /// <summary>What waits, what runs, and on which nodes.</summary>
    /// <exception cref="WorkUnavailableException">Slurm does not say it now.</exception>
    public async Task<QueueStatus> StatusAsync(CancellationToken cancellationToken)
    {
        SlurmJob[] jobs = [.. (await JobsAsync(cancellationToken)).Where(job => !job.IsOver)];
        SlurmJob[] running = [.. jobs.Where(job => job.Node.Length > 0)];
        var draining = await DrainingAsync(running.Select(job => job.Node).Distinct(), cancellationToken);
        return new QueueStatus(jobs.Length - running.Length, running.Length,
        [
            .. running.GroupBy(job => job.Node).OrderBy(node => node.Key, StringComparer.Ordinal).Select(node => new WorkerStatus(
                node.Key, node.Count(), string.Join(' ', node.Select(job => job.Label.DeviceClass).Distinct().Order()),
                [.. node.Select(job => job.Label.Key.Hex).Order()], draining.Contains(node.Key), Product.Version)),
        ]);
    }

    private static string[] OptionsOf(WorkItem item, SlurmLabel label, string log, TimeSpan notBefore)
    {
        List<string> options =
        [
            "--parsable", "--requeue", "--dependency=singleton", $"--job-name={label.JobName}", $"--comment={label}",
            Number("--signal=B:TERM@", SecondsToStop), Number("--cpus-per-task=", item.Needs.Threads),
            Number("--nice=", (WorkItem.HighestPriority - item.Priority) * NiceOfAPriority),
            "--open-mode=append", $"--output={log.Replace("%", "%%", StringComparison.Ordinal)}",
        ];
        if (item.Needs.MemoryBytes > 0)
        {
            options.Add(Number("--mem=", (item.Needs.MemoryBytes >> MegabyteBits) + 1) + "M");
        }

        if (item.Needs.DeviceClass == Cuda)
        {
            options.Add("--gres=gpu:1");
        }

        if (notBefore > TimeSpan.Zero)
        {
            options.Add(Number("--begin=now+", (long)Math.Ceiling(notBefore.TotalSeconds)));
        }

        return [.. options];
    }

    private static string Number(string option, long value) => string.Create(CultureInfo.InvariantCulture, $"{option}{value}");

    // Nothing of it comes from an item but its key. The program replaces the shell: signals reach it, and its exit code is the job's.
    private static string ScriptOf(EngineClient client, WorkKey key) =>
        $"#!/bin/sh\nexec {string.Join(' ', ((string[])[client.Program, .. client.Arguments, key.Hex]).Select(Quoted))}\n";

    private static string Quoted(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static WorkUnavailableException Away(SlurmAnswer answer) => new($"Slurm does not answer: {answer.Words}");

    private async Task<string[]> DrainingAsync(IEnumerable<string> nodes, CancellationToken cancellationToken)
    {
        if (nodes.ToArray() is not { Length: > 0 } named)
        {
            return [];
        }

        var answer = await commands.RunAsync(
            "sinfo", ["--noheader", "--Node", $"--nodes={string.Join(',', named)}", "--format=%N %T"], string.Empty, cancellationToken);
        return [.. answer.Output.Split('\n').Select(line => line.Split(' ')).Where(words => words.Length > 1
            && words[1].StartsWith("drain", StringComparison.Ordinal)).Select(words => words[0]).Distinct()];
    }
}
