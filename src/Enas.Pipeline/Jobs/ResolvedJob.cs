using System.Text;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>The job with every value written out: <c>job.resolved.json</c>, from which a search goes on and is replayed.</summary>
internal static class ResolvedJob
{
    /// <summary>Every value in the order of the table, ending with a line feed. Equal options give equal text.</summary>
    public static string ToResolvedJson(this JobOptions options) =>
        JobJson.Nest(JobJson.Values(options).Select(value => (value.Option.Key, value.Json)), indented: true) + "\n";

    /// <summary>
    /// The exact options that were written. Options added since then take their defaults, which is why a new option's
    /// default must be what the program did before it. Fits of options are not checked again: the job has run.
    /// </summary>
    public static JobDocument FromResolvedJson(ReadOnlyMemory<byte> bytes, string source = "job.resolved.json") =>
        new JobReading(source, "", static _ => null) { IsResolved = true }.Read(bytes, []);

    /// <summary>As <see cref="FromResolvedJson(ReadOnlyMemory{byte}, string)"/>, for a text.</summary>
    public static JobDocument FromResolvedJson(string text) => FromResolvedJson(Encoding.UTF8.GetBytes(text));
}
