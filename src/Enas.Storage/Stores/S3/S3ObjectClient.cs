using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Enas.Pipeline.Messages;

namespace Enas.Storage.Stores.S3;

/// <summary>
/// An S3 bucket, or a store that speaks like one. Commits are PUTs with <c>If-None-Match: *</c> and a SHA-256 of the body, which the
/// store checks on arrival: answers 412 for a key that is taken and 409 while another attempt is under way (Amazon S3 User Guide,
/// "How to prevent object overwrites with conditional writes"). The SDK repeats nothing by itself, so that every attempt is seen.
/// </summary>
internal sealed class S3ObjectClient(IAmazonS3 s3, string bucket) : IObjectClient
{
    private const string PutIfNothingMatches = "*";
    private const int LongestConnectSeconds = 10;

    /// <exception cref="BadInputException">The options lack something, or are no such options.</exception>
    public static S3ObjectClient Create(string bucket, S3Options options)
    {
        try
        {
            return new S3ObjectClient(Connect(options), bucket);
        }
        catch (Exception fault) when (fault is AmazonClientException or UriFormatException or ArgumentException)
        {
            throw new BadInputException($"the bucket {bucket} cannot be asked for: {fault.Message.TrimEnd('.')}. The address of the "
                + "store and its region are in AWS_ENDPOINT_URL and AWS_REGION, or in the profile that AWS_PROFILE names");
        }
    }

    private static AmazonS3Client Connect(S3Options options)
    {
        var config = new AmazonS3Config
        {
            MaxErrorRetry = 0,
            Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
            ConnectTimeout = TimeSpan.FromSeconds(Math.Min(options.TimeoutSeconds, LongestConnectSeconds)),
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        // A profile may name an address too, which the SDK finds by itself.
        if ((options.ServiceUrl ?? config.ServiceURL) is { } address)
        {
            // Setting the address clears the region; compatible stores still want one in the signature.
            config.ServiceURL = new Uri(address).ToString();
            config.AuthenticationRegion = options.Region ?? "us-east-1";
            config.ForcePathStyle = true;
        }

        config.ForcePathStyle |= options.ForcePathStyle;
        return options is { AccessKey: { } key, SecretKey: { } secret }
            ? new(options.SessionToken is { } token ? new SessionAWSCredentials(key, secret, token)
                : new BasicAWSCredentials(key, secret), config)
            : new(config);
    }

    public async ValueTask<PutResult> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> bytes)
    {
        using var body = StreamOver(bytes);
        var request = PutOf(key, bytes, body);
        request.IfNoneMatch = PutIfNothingMatches;
        try
        {
            await s3.PutObjectAsync(request, CancellationToken.None);
            return PutResult.Stored;
        }
        catch (AmazonS3Exception refused) when (refused.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return PutResult.Taken;
        }
        catch (AmazonS3Exception refused) when (refused.StatusCode == HttpStatusCode.Conflict)
        {
            return PutResult.Contended;
        }
        catch (Exception fault) when (IsTransient(fault))
        {
            return PutResult.Unknown(fault.Message);
        }
        catch (Exception fault) when (IsOfTheStore(fault))
        {
            throw Translate(fault, key);
        }
    }

    public async ValueTask PutAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var body = StreamOver(bytes);
        _ = await RunAsync(key, () => s3.PutObjectAsync(PutOf(key, bytes, body), cancellationToken));
    }

    private PutObjectRequest PutOf(string key, ReadOnlyMemory<byte> bytes, Stream body) => new()
    {
        BucketName = bucket,
        Key = key,
        InputStream = body,
        AutoCloseStream = false,
        UseChunkEncoding = false,
        ContentType = "application/octet-stream",
        ChecksumSHA256 = Convert.ToBase64String(SHA256.HashData(bytes.Span)),
    };

    public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken) =>
        RunAsync(key, async () =>
        {
            using var response = await s3.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key }, cancellationToken);
            if (response.ContentLength is < 0 or > int.MaxValue)
            {
                throw new IOException($"{key} has {response.ContentLength} bytes, more than can be read at once");
            }

            var bytes = new byte[response.ContentLength];
            await response.ResponseStream.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        });

    public async ValueTask<bool> ExistsAsync(string key, CancellationToken cancellationToken) =>
        await RunAsync<GetObjectMetadataResponse>(
            key, () => s3.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = bucket, Key = key }, cancellationToken))
                is not null;

    public async ValueTask<ObjectPage> ListAsync(
        string prefix, string? startAfter, string? continuation, CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = bucket,
            Prefix = prefix,
            StartAfter = startAfter,
            ContinuationToken = continuation
        };
        var response = await ListAsync(request, cancellationToken);
        var keys = (response.S3Objects ?? []).Select(found => found.Key).ToArray();
        return new ObjectPage(keys, response.IsTruncated is true ? response.NextContinuationToken : null);
    }

    public async ValueTask<ObjectPage> ListFoldersAsync(string prefix, string? continuation, CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = bucket,
            Prefix = prefix,
            Delimiter = "/",
            ContinuationToken = continuation,
        };
        var response = await ListAsync(request, cancellationToken);
        return new ObjectPage([.. response.CommonPrefixes ?? []], response.IsTruncated is true ? response.NextContinuationToken : null);
    }

    private async Task<ListObjectsV2Response> ListAsync(ListObjectsV2Request request, CancellationToken cancellationToken) =>
        await RunAsync(request.Prefix, () => s3.ListObjectsV2Async(request, cancellationToken)) ?? throw NoBucket(null);

    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken) =>
        await RunAsync<DeleteObjectResponse>(key, () =>
            s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = key }, cancellationToken));

    public void Dispose() => s3.Dispose();

    private DirectoryNotFoundException NoBucket(Exception? fault) => new($"there is no bucket {bucket}", fault);

    private static MemoryStream StreamOver(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);

    // Null for what is absent.
    private async ValueTask<T?> RunAsync<T>(string key, Func<Task<T>> request)
        where T : class
    {
        try
        {
            return await request();
        }
        catch (AmazonS3Exception absent) when (absent.StatusCode == HttpStatusCode.NotFound && absent.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
        catch (Exception fault) when (IsTransient(fault))
        {
            throw new TransientStoreException($"{key} in the bucket {bucket}: {fault.Message}", fault);
        }
        catch (Exception fault) when (IsOfTheStore(fault))
        {
            throw Translate(fault, key);
        }
    }

    private static bool IsTransient(Exception fault) => fault switch
    {
        _ when LacksCredentials(fault) => false,
        AmazonServiceException { StatusCode: var status } when status != 0 =>
            (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests,
        AmazonServiceException or HttpRequestException or TimeoutException or EndOfStreamException or HttpIOException => true,

        // A time-out of the client arrives as a cancellation that nobody asked for.
        OperationCanceledException { InnerException: TimeoutException } => true,
        AmazonClientException { InnerException: { } inner } => IsTransient(inner),
        _ => false,
    };

    private static bool IsOfTheStore(Exception fault) => fault is AmazonServiceException or AmazonClientException;

    // The SDK has no type for it: it looked everywhere, and says so.
    private static bool LacksCredentials(Exception fault) => fault is AmazonClientException
        && (fault.Message.Contains("resolve AWS credentials", StringComparison.Ordinal)
            || fault.Message.Contains("IAM security credentials", StringComparison.Ordinal));

    private Exception Translate(Exception fault, string key) => fault switch
    {
        AmazonServiceException { ErrorCode: "NoSuchBucket" } => NoBucket(fault),
        AmazonServiceException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } =>
            new UnauthorizedAccessException($"{key} in the bucket {bucket}: {fault.Message}", fault),
        _ when LacksCredentials(fault) => new UnauthorizedAccessException(
            $"no credentials for the bucket {bucket} are known: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE", fault),
        _ => new IOException($"{key} in the bucket {bucket}: {fault.Message}", fault),
    };
}
