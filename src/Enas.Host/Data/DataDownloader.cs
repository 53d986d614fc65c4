using System.Net;
using System.Net.Http.Headers;
using Enas.Host.Cli;

namespace Enas.Host.Data;

/// <summary>
/// Fetches a known data set. Bytes go to NAME.partial and go on where they stopped; size and SHA-256 are verified; only when all files of
/// the set are verified does each get its name, by an atomic rename. So a file with its final name is always whole and right.
/// </summary>
/// <param name="client">Makes the requests; its timeout covers the time until the headers.</param>
/// <param name="baseAddress">Fetches NAME from here instead of the catalogue's addresses (a mirror of one's own; tests).</param>
internal sealed class DataDownloader(HttpClient client, Uri? baseAddress = null)
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Broken connections in a row, without a byte of progress, before an address is given up.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Pause before a broken connection is tried again; doubles each time.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A connection that brings nothing for so long is taken for broken.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Fetches what is not there yet, verifies and installs it.</summary>
    /// <returns>The paths of the installed files, in the entry's order.</returns>
    /// <exception cref="DataDownloadException">Nothing that is not verified was installed; see its exit code.</exception>
    public async Task<IReadOnlyList<string>> GetAsync(
        DataSetEntry entry, string folder, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var files = entry.Files.Select(file => (File: file, Partial: new PartialFile(folder, file))).ToArray();
        files[0].Partial.OnDisk(() => Directory.CreateDirectory(folder));
        var wanted = files.Where(file => !file.Partial.IsInstalled()).ToArray();
        foreach (var (file, partial) in wanted)
        {
            await FetchAsync(file, partial, progress, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (_, partial) in wanted)
        {
            partial.Install();
        }

        return [.. files.Select(file => file.Partial.Target)];
    }

    /// <summary>Fills the partial file and verifies it, from the first address that can.</summary>
    private async Task FetchAsync(
        DataFile file, PartialFile partial, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        var failure = new DataDownloadException(
            DataDownloadFailure.Unavailable, $"{file.Name}: no address is known. Put the file into the folder yourself.");
        IReadOnlyList<Uri> addresses = baseAddress is null ? file.Addresses : [new Uri(baseAddress, file.Name)];
        foreach (var address in addresses)
        {
            try
            {
                // What an earlier run, or another address, left behind can be wrong: then once more from the beginning.
                var resumed = partial.Length > 0;
                await ReceiveAllAsync(address, file, partial, progress, cancellationToken).ConfigureAwait(false);
                if (!partial.IsRight() && resumed)
                {
                    partial.Delete();
                    await ReceiveAllAsync(address, file, partial, progress, cancellationToken).ConfigureAwait(false);
                }

                if (partial.IsRight())
                {
                    return;
                }

                partial.Delete();
                failure = new DataDownloadException(DataDownloadFailure.WrongContent,
                    $"{address}: not the file that was expected (size or SHA-256 differs; expected {file.Size} "
                    + $"bytes, {file.Sha256}). Nothing was installed. Try again later, or put {file.Name} into the folder yourself.");
            }
            catch (DataDownloadException error) when (error.Failure == DataDownloadFailure.Unavailable)
            {
                failure = failure.Failure == DataDownloadFailure.WrongContent ? failure : error;
            }
        }

        throw failure;
    }

    /// <summary>Receives until the partial file has the expected size or the server has sent all it has; broken connections are
    /// taken up again.</summary>
    private async Task ReceiveAllAsync(
        Uri address, DataFile file, PartialFile partial, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        var failures = 0;
        while (true)
        {
            var before = partial.Length;
            try
            {
                if (before > file.Size)
                {
                    partial.Delete();
                    before = 0;
                }

                if (before < file.Size)
                {
                    await ReceiveAsync(address, before, file, partial, progress, cancellationToken).ConfigureAwait(false);
                }

                return;
            }
            catch (Exception error) when (IsBroken(error, cancellationToken))
            {
                failures = partial.Length > before ? 1 : failures + 1;
                if (failures >= Attempts)
                {
                    throw new DataDownloadException(DataDownloadFailure.Unavailable, $"{address}: cannot be fetched: "
                        + $"{error.Message} {partial.Length} of {file.Size} bytes are kept; run it again to go on from there.", error);
                }
            }

            // A server that is busy is given twice the time before each further attempt.
            await Task.Delay(RetryDelay * (1 << (failures - 1)), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>One request, from an offset on. A server that ignores the range sends everything: then the file begins anew.</summary>
    private async Task ReceiveAsync(Uri address,
        long offset, DataFile file, PartialFile partial, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (offset > 0)
        {
            request.Headers.Range = new RangeHeaderValue(offset, null);
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return; // The server's file ends here: it is not the expected one, and the verification says so.
        }

        CheckStatus(address, response);
        var goesOn = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == offset;
        if (response.StatusCode == HttpStatusCode.PartialContent && !goesOn)
        {
            partial.Delete();
            throw new HttpRequestException("The server answered with another range than the one asked for.");
        }

        var start = goesOn ? offset : 0;
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var source = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var target = partial.Open(start);
        var buffer = new byte[BufferSize];
        var received = start;
        while (received <= file.Size)
        {
            stall.CancelAfter(StallTimeout);
            var count = await source.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
            if (count == 0)
            {
                break;
            }

            partial.OnDisk(() =>
            {
                target.Write(buffer, 0, count);
                return true;
            });
            received += count;
            progress?.Report(new DataProgress(file.Name, Math.Min(received, file.Size), file.Size));
        }

        partial.OnDisk(() =>
        {
            target.Flush(flushToDisk: true);
            return true;
        });
        if (received < file.Size && response.Content.Headers.ContentLength is null)
        {
            throw new HttpRequestException("The connection ended early."); // With a length announced, the client itself notices.
        }
    }

    /// <summary>Answers that are final for this address end it at once; others count as a broken connection.</summary>
    private static void CheckStatus(Uri address, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is >= 400 and < 500 and not (408 or 429))
        {
            throw new DataDownloadException(DataDownloadFailure.Unavailable, $"{address}: "
                + $"the server answers {status} {response.ReasonPhrase}. Try again later, or put the file into the folder yourself.");
        }

        response.EnsureSuccessStatusCode();
    }

    /// <summary>A broken connection or a stall; not the disk (typed already), and not the caller's own cancellation.</summary>
    private static bool IsBroken(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
