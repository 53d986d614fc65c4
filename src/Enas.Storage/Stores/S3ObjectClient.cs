using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Enas.Storage.Stores;

/// <summary>
/// An S3 bucket, or a store that speaks like one. Commits are PUTs with <c>If-None-Match: *</c> and a SHA-256 of the body, which the
/// store checks on arrival: answers 412 for a key that is taken and 409 while another attempt is under way (Amazon S3 User Guide,
/// "How to prevent object overwrites with conditional writes"). The SDK repeats nothing by itself, so that every attempt is seen.
/// </summary>
internal sealed class S3ObjectClient(IAmazonS3 s3, string bucket) : IObjectClient
{
    private const string PutIfNothingMatches = "*";

    public static S3ObjectClient Create(string bucket, S3Options options)
    {
        var config = new AmazonS3Config
        {
            MaxErrorRetry = 0,
            Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
            ForcePathStyle = options.ForcePathStyle,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        if (options.ServiceUrl is { } address)
        {
            // Setting the address clears the region; compatible stores still want one in the signature.
            config.ServiceURL = address;
            config.AuthenticationRegion = options.Region ?? "us-east-1";
        }

        AmazonS3Client client = options is { AccessKey: { } key, SecretKey: { } secret }
            ? new(new BasicAWSCredentials(key, secret), config)
            : new(config);
        return new S3ObjectClient(client, bucket);
    }

    public async ValueTask<PutResult> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> bytes)
    {
        using var body = StreamOver(bytes);
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = key,
            IfNoneMatch = PutIfNothingMatches,
            InputStream = body,
            AutoCloseStream = false,
            UseChunkEncoding = false,
            ContentType = "application/octet-stream",
            ChecksumSHA256 = Convert.ToBase64String(SHA256.HashData(bytes.Span)),
        };
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
        var response = await RunAsync<ListObjectsV2Response>(prefix, () => s3.ListObjectsV2Async(request, cancellationToken))
            ?? throw new IOException($"the bucket {bucket} is not there");
        var keys = (response.S3Objects ?? []).Select(found => found.Key).ToArray();
        return new ObjectPage(keys, response.IsTruncated is true ? response.NextContinuationToken : null);
    }

    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken) =>
        await RunAsync<DeleteObjectResponse>(key, () =>
            s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = key }, cancellationToken));

    public void Dispose() => s3.Dispose();

    private static MemoryStream StreamOver(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);

    // Null for what is absent.
    private static async ValueTask<T?> RunAsync<T>(string key, Func<Task<T>> request)
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
            throw new TransientStoreException($"{key}: {fault.Message}", fault);
        }
        catch (Exception fault) when (IsOfTheStore(fault))
        {
            throw Translate(fault, key);
        }
    }

    private static bool IsTransient(Exception fault) => fault switch
    {
        AmazonServiceException { StatusCode: var status } when status != 0 =>
            (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests,
        AmazonServiceException or HttpRequestException or TimeoutException or EndOfStreamException or HttpIOException => true,

        // A time-out of the client arrives as a cancellation that nobody asked for.
        OperationCanceledException { InnerException: TimeoutException } => true,
        AmazonClientException { InnerException: { } inner } => IsTransient(inner),
        _ => false,
    };

    private static bool IsOfTheStore(Exception fault) => fault is AmazonServiceException or AmazonClientException;

    private static Exception Translate(Exception fault, string key) =>
        fault is AmazonServiceException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized }
            ? new UnauthorizedAccessException($"{key}: {fault.Message}", fault)
            : new IOException($"{key}: {fault.Message}", fault);
}
