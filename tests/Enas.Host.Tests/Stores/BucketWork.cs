using Enas.Host.Tests.Cli;
using Enas.TestKit.Stores;

namespace Enas.Host.Tests.Stores;

/// <summary>A bucket on this machine, and command lines that find it as users of S3 do.</summary>
internal sealed class BucketWork : IDisposable
{
    public BucketWork() => Server = new S3Server(Objects);

    public FaultyObjects Objects { get; } = new();

    public S3Server Server { get; }

    public WorkFolder Work { get; } = new();

    /// <summary>The address of a search.</summary>
    public static string At(string name) => $"s3://{S3Server.Bucket}/{name}";

    /// <summary>A command line in this process.</summary>
    public Task<EnasResult> Enas(params string[] arguments) => EnasVerb.RunAsync(Work.Root, Server.Variables, arguments);

    /// <summary>The same with other variables over those of the bucket.</summary>
    public Task<EnasResult> EnasWith(KeyValuePair<string, string>[] other, params string[] arguments) =>
        EnasVerb.RunAsync(Work.Root, [.. other, .. Server.Variables], arguments);

    /// <summary>A command line of the program as a process, whose writers count as dead after a second.</summary>
    public EnasProcess Start(params string[] arguments) => EnasProcess.Start(
        Work.Root, [.. Server.Variables, new("ENAS__Storage__S3__LeaseSeconds", "1")], arguments);

    public void Dispose()
    {
        Server.Dispose();
        Work.Dispose();
    }
}
